using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting;

/// <summary>All that a host on this machine needs to run the stack.</summary>
/// <param name="FirstTask">What happens when every service is healthy, such as the demo's first prompt; null for nothing.</param>
internal sealed record LocalStack(StackModel Model, SecretValues Secrets, RunFolder Run, Toolchain Tools, IFirstTask? FirstTask = null);
