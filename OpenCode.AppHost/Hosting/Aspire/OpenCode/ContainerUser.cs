namespace Aspire.Hosting.ApplicationModel;

/// <summary>Who a container's program is, inside it and by the files that it writes outside.</summary>
/// <param name="Id">uid and gid inside, as the runtime's <c>--user</c> takes them.</param>
/// <param name="Mapping">Further arguments of the runtime that say who that is outside; none: the same numbers.</param>
internal sealed record ContainerUser(string Id, params IReadOnlyList<string> Mapping)
{
    /// <summary>The image's own, as in a cluster.</summary>
    public static ContainerUser OfImage { get; } = new("1000:1000");

    public IEnumerable<string> RuntimeArguments => ["--user", Id, .. Mapping];
}
