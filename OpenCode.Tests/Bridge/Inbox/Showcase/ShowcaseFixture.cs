namespace OpenCode.Tests.Bridge.Inbox.Showcase;

public sealed class ShowcaseFixture : IAsyncLifetime
{
    internal ShowcaseWorld World { get; private set; } = null!;

    public async ValueTask InitializeAsync() => World = await ShowcaseWorld.CreateAsync();

    public ValueTask DisposeAsync() => World?.DisposeAsync() ?? ValueTask.CompletedTask;
}
