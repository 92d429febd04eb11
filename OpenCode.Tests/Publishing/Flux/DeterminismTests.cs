using System.Diagnostics;
using System.Globalization;
using OpenCode.AppHost.CommandLine;

namespace OpenCode.Tests.Publishing.Flux;

/// <summary>The same bytes again, on another culture, in another time zone, from another folder.</summary>
public sealed class DeterminismTests
{
    private static readonly (string, string?)[] s_settings = [("Stack:Cluster:WorkspacesSize", "1.5Ti"), ("Stack:Cluster:SingleVolume", "true"), ("Stack:Ntfy:SelfHosted", "true")];

    [Fact]
    public void Culture_does_not_matter()
    {
        var expected = Bytes();
        var before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NegativeSign, culture.NumberFormat.NumberGroupSeparator) = (",", "~", ".");
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, Bytes());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Neither_folder_nor_time_zone_nor_locale_of_the_process_matters()
    {
        using var one = new OutputFolder();
        using var other = new OutputFolder();
        Publish(one, Path.GetTempPath(), ("TZ", "UTC"), ("LC_ALL", "C"));
        Publish(other, SolutionFolder.Find(), ("TZ", "Asia/Kathmandu"), ("LC_ALL", "tr_TR.UTF-8"));

        Assert.NotEmpty(one.Snapshot());
        Assert.Equal(one.Snapshot(), other.Snapshot());
    }

    private static string Bytes() => string.Concat(PublishFixture.Render(s_settings).Files.Select(file => $"{file.Path}\n{file.Text}"));

    private static void Publish(OutputFolder folder, string workingDirectory, params (string Name, string Value)[] environment)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.Combine(SolutionFolder.Find(), "artifacts", "bin", "OpenCode.AppHost", configuration, "OpenCode.AppHost.dll");
        var start = new ProcessStartInfo("dotnet", [program, "publish", "--output", folder.Path]) { WorkingDirectory = workingDirectory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.GetAwaiter().GetResult());
    }
}
