namespace OpenCode.Tests.Publishing.Flux;

/// <summary>
/// Combinations in which every value of every parameter meets every value of every other one. Greedy and deterministic;
/// not the smallest set, which nobody needs.
/// </summary>
internal static class Pairwise
{
    /// <param name="sizes">How many values each parameter has.</param>
    /// <returns>For each combination the index of each parameter's value.</returns>
    public static IReadOnlyList<int[]> Combinations(IReadOnlyList<int> sizes)
    {
        var open = new HashSet<(int First, int Value, int Second, int Other)>(
            from first in Enumerable.Range(0, sizes.Count)
            from second in Enumerable.Range(first + 1, sizes.Count - first - 1)
            from value in Enumerable.Range(0, sizes[first])
            from other in Enumerable.Range(0, sizes[second])
            select (first, value, second, other));
        var combinations = new List<int[]>();
        while (open.Count > 0)
        {
            var combination = Next(sizes, open);
            open.ExceptWith(Pairs(combination));
            combinations.Add(combination);
        }

        return combinations;
    }

    public static IEnumerable<(int First, int Value, int Second, int Other)> Pairs(int[] combination) =>
        from first in Enumerable.Range(0, combination.Length)
        from second in Enumerable.Range(first + 1, combination.Length - first - 1)
        select (first, combination[first], second, combination[second]);

    // One open pair for a start; then each parameter takes the value that closes the most open pairs with what stands.
    private static int[] Next(IReadOnlyList<int> sizes, HashSet<(int First, int Value, int Second, int Other)> open)
    {
        var combination = Enumerable.Repeat(-1, sizes.Count).ToArray();
        var seed = open.Min();
        (combination[seed.First], combination[seed.Second]) = (seed.Value, seed.Other);
        for (var parameter = 0; parameter < sizes.Count; parameter++)
        {
            if (combination[parameter] < 0)
            {
                combination[parameter] = Enumerable.Range(0, sizes[parameter]).MaxBy(value => Closed(combination, parameter, value, open));
            }
        }

        return combination;
    }

    private static int Closed(int[] combination, int parameter, int value, HashSet<(int First, int Value, int Second, int Other)> open)
    {
        var closed = 0;
        for (var other = 0; other < combination.Length; other++)
        {
            if (other != parameter && combination[other] >= 0
                && open.Contains(other < parameter ? (other, combination[other], parameter, value) : (parameter, value, other, combination[other])))
            {
                closed++;
            }
        }

        return closed;
    }
}
