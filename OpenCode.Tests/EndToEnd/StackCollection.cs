namespace OpenCode.Tests.EndToEnd;

/// <summary>Tests that run the whole stack: one after the other, since a checkout runs one stack.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StackCollection
{
    public const string Name = "stack";
}
