using System.Text.RegularExpressions;

namespace OpenCode.AppHost.Stack;

/// <summary>The forms that the parts of an image's name have.</summary>
internal static partial class ImageForms
{
    /// <summary>A name with neither tag nor digest.</summary>
    public static bool IsRepository(string text) => RepositoryForm().IsMatch(text);

    public static bool IsTag(string text) => TagForm().IsMatch(text);

    public static bool IsDigest(string text) => DigestForm().IsMatch(text);

    /// <summary>A tag that moves no more: three numbers and what may follow them; never <c>latest</c>.</summary>
    public static bool IsVersion(string text) => VersionForm().IsMatch(text);

    /// <summary>A repository that says from which registry it comes.</summary>
    public static bool HasRegistry(string repository) =>
        IsRepository(repository) && repository.AsSpan(0, repository.IndexOf('/', StringComparison.Ordinal)).Contains('.');

    /// <summary><c>version@digest</c>.</summary>
    public static bool IsPinned(string tag) =>
        tag.IndexOf('@', StringComparison.Ordinal) is var at and > 0 && IsVersion(tag[..at]) && IsDigest(tag[(at + 1)..]);

    [GeneratedRegex(@"^[a-z0-9.-]+(:\d+)?(/[a-z0-9._-]+)+\z")]
    private static partial Regex RepositoryForm();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex TagForm();

    [GeneratedRegex(@"^v?\d+\.\d+\.\d+([.+-][0-9A-Za-z.-]+)?\z")]
    private static partial Regex VersionForm();

    [GeneratedRegex("^sha256:[0-9a-f]{64}\\z")]
    private static partial Regex DigestForm();
}
