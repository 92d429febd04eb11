using System.Runtime.ExceptionServices;

namespace OpenCode.AppHost.Publishing;

/// <summary>The same work for many items, on every core where there are many, with results in the items' order.</summary>
internal static class InParallel
{
    // For a handful, starting threads and compiling what they need costs more than they save.
    private const int Many = 256;

    public static IReadOnlyList<TResult> Map<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> work)
    {
        var results = new TResult[items.Count];
        ForEach(items.Count, index => results[index] = work(items[index]));
        return results;
    }

    /// <summary>An exception is thrown as it is; with several at once, one of them.</summary>
    /// <param name="many">How much the work is, where it is not the number of items.</param>
    public static void ForEach(int count, Action<int> work, int many = 0)
    {
        if (Math.Max(count, many) >= Many)
        {
            OnEveryCore(count, work);
            return;
        }

        for (var index = 0; index < count; index++)
        {
            work(index);
        }
    }

    private static void OnEveryCore(int count, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, work);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
