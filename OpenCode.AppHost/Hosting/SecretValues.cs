namespace OpenCode.AppHost.Hosting;

/// <summary>
/// The values of the stack's secrets, by the secret's name. An optional secret without a value is absent. Never print
/// it: <see cref="ToString"/> says how many there are and no more.
/// </summary>
internal sealed class SecretValues(IReadOnlyDictionary<string, SecretValues.Entry> values)
{
    /// <param name="Source">Where a person finds the value, in words: a variable's name or a command.</param>
    public sealed record Entry(string Value, string Source)
    {
        public override string ToString() => Source;
    }

    /// <exception cref="KeyNotFoundException">The secret has no value; ask <see cref="Find"/> where that is allowed.</exception>
    public string this[string name] => values[name].Value;

    /// <summary>The value, or null where an optional secret has none.</summary>
    public string? Find(string name) => values.TryGetValue(name, out var entry) ? entry.Value : null;

    /// <summary>Where a person finds the value of a secret that has one.</summary>
    public string SourceOf(string name) => values[name].Source;

    public override string ToString() => $"{values.Count} secrets";
}
