using OpenCode.AppHost.Publishing.Rules;

namespace OpenCode.AppHost.Publishing;

/// <summary>
/// One way to write the stack for a cluster. Pure: the same deployment gives the same bytes, whatever the clock, the
/// culture, the folder or the machine.
/// </summary>
internal interface IPublishFormat
{
    /// <summary>As on the command line.</summary>
    string Name { get; }

    /// <summary>What the output must satisfy before any of it is written.</summary>
    IReadOnlyList<IRule> Rules { get; }

    /// <exception cref="Stack.Settings.SettingsException">Settings that are right by themselves and cannot be written in this format.</exception>
    Rendering Render(Deployment deployment);
}
