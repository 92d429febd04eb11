namespace OpenCode.AppHost.Hosting;

/// <summary>Programs that the local stack needs beside .NET, all of them delivered by npm. Absolute paths of files that exist.</summary>
/// <param name="OpenCode">The <c>opencode</c> binary.</param>
/// <param name="Dcp">Aspire's orchestrator, <c>dcp</c>.</param>
/// <param name="Dashboard">Aspire's dashboard, started as <c>aspire-managed dashboard</c>.</param>
internal sealed record Toolchain(string OpenCode, string Dcp, string Dashboard);
