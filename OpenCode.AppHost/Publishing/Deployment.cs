using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Publishing;

/// <summary>What is published: the stack that also runs locally, and what the cluster is told about it.</summary>
internal sealed record Deployment(StackModel Model, StackSettings Settings);
