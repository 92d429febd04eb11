using System.Diagnostics;
using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Publishing.Output;

namespace OpenCode.Tests.Publishing;

/// <summary><c>kubectl kustomize</c> over many renderings in a few calls: all apps of all of them under names of their own.</summary>
internal static class KubectlBuild
{
    public static void AssertBuilds(IReadOnlyList<Rendering> renderings)
    {
        Assert.SkipUnless(HasKubectl(), "kubectl is not on PATH");
        using var folder = new OpenCode.Tests.TemporaryFolder();
        for (var number = 0; number < renderings.Count; number++)
        {
            var root = Path.Combine(folder.Path, $"c{number}");
            new OutputWriter(root).Write(new OutputPlanner(root).Plan(renderings[number]));
            Write(root, $"nameSuffix: -c{number}", Applied(root).Select(path => Path.GetRelativePath(root, path)));
        }

        Write(folder.Path, "# all of them", Enumerable.Range(0, renderings.Count).Select(number => $"c{number}"));
        Build(folder.Path);

        // Lists of namespaces hold the same Namespace again and again, so one call each; most are the same file.
        foreach (var list in Lists(folder.Path).DistinctBy(path => File.ReadAllText(Path.Combine(path, "kustomization.yaml"))))
        {
            Build(list);
        }
    }

    private static IEnumerable<string> Applied(string root) =>
        Kustomizations(root).Where(path => Path.GetFileName(path) is "app" or "shared");

    private static IEnumerable<string> Lists(string root) =>
        Kustomizations(root).Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == "apps");

    private static IEnumerable<string> Kustomizations(string root) =>
        Directory.EnumerateFiles(root, "kustomization.yaml", SearchOption.AllDirectories).Select(path => Path.GetDirectoryName(path)!).Order(StringComparer.Ordinal);

    private static void Write(string folder, string line, IEnumerable<string> resources) => File.WriteAllText(
        Path.Combine(folder, "kustomization.yaml"),
        $"apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n{line}\nresources:\n{string.Concat(resources.Select(path => $"  - ./{path}\n"))}");

    private static bool HasKubectl()
    {
        try
        {
            return Run("version", "--client").ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Build(string folder)
    {
        var (exitCode, error) = Run("kustomize", folder);
        Assert.True(exitCode == 0, $"{folder}: {error}");
    }

    private static (int ExitCode, string Error) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error.GetAwaiter().GetResult());
    }
}
