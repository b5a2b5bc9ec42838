using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>
/// What the catalogue's rows said, by the catalogue's own numbers. Each query sees the catalogue of its own moment, so a
/// number may lead nowhere; such a fact is left out, and the snapshot's version, read first, is out of date by then.
/// </summary>
/// <param name="version">The version that was read before the facts.</param>
/// <param name="polled">Whether statements can't assert that version.</param>
/// <param name="resetsSessions">Whether the database has the function that clears a session.</param>
internal sealed class CatalogueFacts(long version, bool polled, bool resetsSessions)
{
    /// <summary>The version that was read before the facts.</summary>
    public long Version => version;

    /// <summary>Whether statements can't assert that version.</summary>
    public bool IsPolled => polled;

    /// <summary>Whether the database has <see cref="ControlPlane.Databases.SessionReset.Function"/>.</summary>
    public bool ResetsSessions => resetsSessions;

    /// <summary>Types met so far.</summary>
    public TypeTable Types { get; } = new(polled);

    /// <summary>Relations of the exposed schemas by their oid, in its order.</summary>
    public OrderedDictionary<uint, RelationFacts> Relations { get; } = [];

    /// <summary>Column numbers of primary keys, in the keys' order, by table; also of tables that are not exposed.</summary>
    public Dictionary<uint, short[]> PrimaryKeys { get; } = [];

    /// <summary>Foreign keys of all tables.</summary>
    public List<ForeignKey> ForeignKeys { get; } = [];

    /// <summary>Where the columns of views come from, by the view's oid; also of views that are not exposed but read by such as are.</summary>
    public Dictionary<uint, List<ColumnOrigin>> Views { get; } = [];

    /// <summary>Functions of the exposed schemas.</summary>
    public List<RoutineFacts> Routines { get; } = [];

    /// <summary>Columns of row types that are no exposed relation's, by the type's oid.</summary>
    public Dictionary<uint, ImmutableArray<Column>.Builder> Composites { get; } = [];

    /// <summary>Whether something may set the answer's status or headers.</summary>
    public bool SetsResponse { get; set; }

    /// <summary>Functions that make media types.</summary>
    public List<MediaHandlerFacts> MediaHandlers { get; } = [];

    /// <summary>One instance for equal names and columns.</summary>
    public SharedInstances Shared { get; } = new();

    /// <summary>Adds the next column of a row type.</summary>
    public void AddComposite(uint type, Column column)
    {
        if (!Composites.TryGetValue(type, out var columns))
        {
            Composites.Add(type, columns = ImmutableArray.CreateBuilder<Column>());
        }

        columns.Add(column);
    }
}
