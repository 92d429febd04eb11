using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenCode.AppHost.Stack.Cluster;

/// <summary>
/// An amount as Kubernetes writes it: <c>500m</c>, <c>5Gi</c>, <c>1.5T</c>. Kept as it was written; compared by value.
/// Format: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
/// </summary>
public sealed partial record Quantity
{
    public const string AllowedSize = "a size above zero with a unit (Mi, Gi, Ti or M, G, T), such as 50Gi";
    public const string AllowedAmount = "an amount above zero such as 500m, 2 or 4Gi";

    private static readonly Unit[] s_units =
    [
        new("m", 0.001m), new("k", 1e3m), new("M", 1e6m), new("G", 1e9m), new("T", 1e12m), new("P", 1e15m),
        new("Ki", 1L << 10), new("Mi", 1L << 20), new("Gi", 1L << 30), new("Ti", 1L << 40), new("Pi", 1L << 50),
    ];

    private Quantity(string text, decimal value) => (Text, Value) = (text, value);

    public string Text { get; }

    /// <summary>In the base unit: bytes or cores.</summary>
    public decimal Value { get; }

    /// <returns>Null where <paramref name="text"/> is no amount above zero.</returns>
    public static Quantity? Parse(string text)
    {
        var match = AmountForm().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var suffix = match.Groups["unit"].Value;
        var factor = suffix.Length == 0 ? 1 : s_units.Single(unit => unit.Suffix == suffix).Factor;
        var number = decimal.Parse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return number > 0 ? new Quantity(text, number * factor) : null;
    }

    /// <summary>A size of a volume: a bare number would be bytes, and <c>m</c> thousandths of a byte; nobody means either.</summary>
    public static Quantity? ParseSize(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[^1]) && text[^1] != 'm' ? Parse(text) : null;

    /// <summary>The sum, in the largest binary unit that holds it exactly.</summary>
    public static Quantity operator +(Quantity left, Quantity right)
    {
        var sum = left.Value + right.Value;
        foreach (var (suffix, factor) in s_units.Reverse().Where(unit => unit.Suffix.EndsWith('i')))
        {
            if (sum % factor == 0)
            {
                return new Quantity((sum / factor).ToString("0", CultureInfo.InvariantCulture) + suffix, sum);
            }
        }

        var bytes = decimal.Ceiling(sum);
        return new Quantity(bytes.ToString("0", CultureInfo.InvariantCulture), bytes);
    }

    public override string ToString() => Text;

    private sealed record Unit(string Suffix, decimal Factor);

    [GeneratedRegex("^(?<number>[0-9]{1,9}(\\.[0-9]{1,6})?)(?<unit>m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?\\z")]
    private static partial Regex AmountForm();
}
