using OpenCode.AppHost.Stack;

namespace Aspire.Hosting;

/// <summary>The official image, pinned to the version that the npm package has, too.</summary>
internal static class OpenCodeContainerImageTags
{
    /// <summary>ghcr.io/anomalyco/opencode, its tag and the digest of its index.</summary>
    public static ImageReference Default { get; } = new(StackSettings.DefaultImage, StackSettings.DefaultVersion, StackSettings.DefaultDigest);
}
