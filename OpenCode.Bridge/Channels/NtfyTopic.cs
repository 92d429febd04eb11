namespace OpenCode.Bridge.Channels;

/// <summary>A topic's URL taken apart: JSON is published to the root, which may lie below a path.</summary>
internal sealed record NtfyTopic(Uri Root, string Name)
{
    public static NtfyTopic Of(Uri url)
    {
        var whole = url.AbsoluteUri.TrimEnd('/');
        var slash = whole.LastIndexOf('/');
        return new(new Uri(whole[..(slash + 1)]), whole[(slash + 1)..]);
    }

    public Uri Url => new(Root, Name);

    public Uri Below(string path) => new(Root, $"{Name}/{path}");

    // The topic's name is its only secret where a server asks for no token.
    public override string ToString() => Root.Host;
}
