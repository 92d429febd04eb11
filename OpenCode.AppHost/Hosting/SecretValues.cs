namespace OpenCode.AppHost.Hosting;

/// <summary>
/// The values of the stack's secrets, by the secret's name. An optional secret without a value is absent. Never print
/// it: <see cref="ToString"/> says how many there are and no more.
/// </summary>
internal sealed class SecretValues(IReadOnlyDictionary<string, string> values)
{
    /// <exception cref="KeyNotFoundException">The secret has no value; ask <see cref="Find"/> where that is allowed.</exception>
    public string this[string name] => values[name];

    /// <summary>The value, or null where an optional secret has none.</summary>
    public string? Find(string name) => values.GetValueOrDefault(name);

    public override string ToString() => $"{values.Count} secrets";
}
