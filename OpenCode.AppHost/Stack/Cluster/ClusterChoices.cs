namespace OpenCode.AppHost.Stack.Cluster;

// Members are spelled so that their kebab-case form is the word of the settings.

/// <summary>The kind of workload that runs the server.</summary>
public enum WorkloadKind
{
    Statefulset,
    Deployment,
}

/// <summary>How the stack is reached from outside the home network.</summary>
public enum ExternalAccess
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Through Authentik, by the policy that the external gateway already has.</summary>
    Authentik,

    /// <summary>Through Authentik, by a policy of the route's own.</summary>
    AuthentikRoute,

    /// <summary>By OpenCode's own Basic auth and a rate limit.</summary>
    Public,
}

/// <summary>Where the cluster's secrets come from.</summary>
public enum SecretSource
{
    /// <summary>External Secrets fetches them from a 1Password item.</summary>
    Onepassword,

    /// <summary>Somebody creates them; the tree only refers to them.</summary>
    Kubernetes,
}

/// <summary>What saves the volumes.</summary>
public enum BackupKind
{
    None,

    /// <summary>Snapshots and backups by Longhorn's recurring jobs, in a group of the stack's own.</summary>
    Longhorn,

    /// <summary>Restic repositories by VolSync.</summary>
    Volsync,
}
