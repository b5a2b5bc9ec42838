using System.Collections.Frozen;

namespace Kolaybase.Api.Rest.Schema;

/// <summary>What one project's database holds, as far as requests may name it; never changes.</summary>
/// <param name="version">The database's schema version that was read before anything else: what is here is at least that new.</param>
/// <param name="relations">Tables and views of the exposed schemas.</param>
internal sealed class SchemaSnapshot(long version, IEnumerable<Relation> relations)
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, Relation>> _schemas = relations
        .GroupBy(r => r.Schema, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.ToFrozenDictionary(r => r.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>The version that a statement planned with this snapshot asserts.</summary>
    public long Version { get; } = version;

    /// <summary>The relation of that name, or null.</summary>
    public Relation? Find(string schema, string name) => _schemas.GetValueOrDefault(schema)?.GetValueOrDefault(name);

    /// <summary>The names of a schema's relations.</summary>
    public IEnumerable<string> Names(string schema) => _schemas.TryGetValue(schema, out var byName) ? byName.Keys : [];
}
