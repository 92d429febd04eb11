using OpenCode.AppHost.Hosting.Demo;
using OpenCode.AppHost.Hosting.Setup;

namespace OpenCode.Tests.Hosting;

public sealed class DemoRepositoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EnsureAsync_makes_a_repository_with_one_commit_and_does_so_once()
    {
        await DemoRepository.EnsureAsync(_folder.Path, Cancel);
        await DemoRepository.EnsureAsync(_folder.Path, Cancel);

        Assert.Equal("1", await GitAsync("rev-list", "--count", "HEAD"));
    }

    [Fact]
    public async Task EnsureAsync_makes_up_for_a_commit_that_failed_once()
    {
        await GitAsync("init", "--quiet");

        await DemoRepository.EnsureAsync(_folder.Path, Cancel);

        Assert.Equal("1", await GitAsync("rev-list", "--count", "HEAD"));
    }

    private async Task<string> GitAsync(params string[] arguments) =>
        (await ExternalCommand.RunAsync("git", arguments, _folder.Path, cancellationToken: Cancel))!.Output;
}
