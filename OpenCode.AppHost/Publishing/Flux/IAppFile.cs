using OpenCode.AppHost.Publishing.Apps;

namespace OpenCode.AppHost.Publishing.Flux;

/// <summary>One kind of file in an app's folder. A new cluster object is one more of these and one line in <see cref="FluxApp"/>.</summary>
internal interface IAppFile
{
    /// <summary>Name of the file.</summary>
    string Name { get; }

    /// <summary>Its documents; none where the app needs no such file.</summary>
    IReadOnlyList<YamlDocument> Render(App app);
}
