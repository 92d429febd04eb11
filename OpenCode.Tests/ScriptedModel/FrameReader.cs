namespace OpenCode.Tests.ScriptedModel;

/// <summary>Reads server-sent events; anything but <c>data: …</c> and an empty line fails the test.</summary>
internal sealed class FrameReader(Stream body) : IDisposable
{
    private readonly StreamReader _reader = new(body);

    /// <summary>The data of the next frame; null at the end.</summary>
    public async Task<string?> NextAsync()
    {
        if (await _reader.ReadLineAsync(TestContext.Current.CancellationToken) is not { } line)
        {
            return null;
        }

        Assert.StartsWith("data: ", line, StringComparison.Ordinal);
        Assert.Equal("", await _reader.ReadLineAsync(TestContext.Current.CancellationToken));
        return line["data: ".Length..];
    }

    public void Dispose() => _reader.Dispose();
}
