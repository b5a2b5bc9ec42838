using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Schema;

/// <summary>What one project's database holds, as far as requests may name it; never changes.</summary>
/// <param name="version">The database's schema version that was read before anything else: what is here is at least that new.</param>
/// <param name="relations">Tables and views of the exposed schemas.</param>
/// <param name="relationships">Ways between them, each in both directions.</param>
/// <param name="routines">Functions of the exposed schemas.</param>
internal sealed class SchemaSnapshot(
    long version,
    IEnumerable<Relation> relations,
    IEnumerable<Relationship>? relationships = null,
    IEnumerable<Routine>? routines = null)
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, Relation>> _schemas = relations
        .GroupBy(r => r.Schema, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.ToFrozenDictionary(r => r.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    private readonly FrozenDictionary<QualifiedName, ImmutableArray<Relationship>> _relationships = (relationships ?? [])
        .GroupBy(r => new QualifiedName(r.Source.Schema, r.Source.Name))
        .ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray());

    private readonly FrozenDictionary<QualifiedName, ImmutableArray<Routine>> _routines = (routines ?? [])
        .GroupBy(r => r.Name)
        .ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray());

    /// <summary>The version that a statement planned with this snapshot asserts.</summary>
    public long Version { get; } = version;

    /// <summary>
    /// Whether the database has no event triggers that count its changes, so that statements can't assert the version: it is a
    /// fingerprint then, looked at from time to time (<see cref="RestLimits.SchemaPollMilliseconds"/>).
    /// </summary>
    public bool IsPolled { get; init; }

    /// <summary>
    /// Whether something in the database may set <c>response.status</c> or <c>response.headers</c>. Where nothing can, an answer
    /// need not ask for them. Errs on the side of true.
    /// </summary>
    public bool SetsResponse { get; init; } = true;

    /// <summary>Whether the database has <see cref="ControlPlane.Databases.SessionReset.Function"/>.</summary>
    public bool ResetsSessions { get; init; }

    /// <summary>Functions of the project's own that make answers of some media type.</summary>
    public ImmutableArray<MediaHandler> MediaHandlers { get; init; } = [];

    /// <summary>Derives the ways between relations on demand, beside those given; null where there are no more.</summary>
    public RelationshipGraph? Graph { private get; init; }

    /// <summary>The relation of that name, or null.</summary>
    public Relation? Find(string schema, string name) => _schemas.GetValueOrDefault(schema)?.GetValueOrDefault(name);

    /// <summary>The names of a schema's relations.</summary>
    public IEnumerable<string> Names(string schema) => _schemas.TryGetValue(schema, out var byName) ? byName.Keys : [];

    /// <summary>The ways that begin at a relation.</summary>
    public ImmutableArray<Relationship> From(Relation relation) =>
        _relationships.TryGetValue(new(relation.Schema, relation.Name), out var found) ? found : Graph?.From(relation) ?? [];

    /// <summary>The overloads of a function; none when there is no such function.</summary>
    public ImmutableArray<Routine> Routines(string schema, string name) => _routines.TryGetValue(new(schema, name), out var found) ? found : [];

    /// <summary>The names of a schema's functions.</summary>
    public IEnumerable<string> RoutineNames(string schema) => _routines.Keys.Where(name => name.Schema == schema).Select(name => name.Name);

    /// <summary>How much it holds, for bounds on memory: one for each relation, column, function and parameter, and one for itself.</summary>
    public int Weigh() =>
        1 + _schemas.Values.SelectMany(s => s.Values).Sum(r => 1 + r.Columns.Length + r.Computed.Length)
        + _routines.Values.Sum(overloads => overloads.Sum(r => 1 + r.Parameters.Length + (r.Result.Relation is null ? r.Result.Columns.Length : 0)));
}
