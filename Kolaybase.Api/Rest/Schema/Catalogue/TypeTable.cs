namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Types by oid and modifier. Domains have to be told before the types that are domains.</summary>
/// <param name="polled">Whether the schema may change unnoticed for a while.</param>
internal sealed class TypeTable(bool polled)
{
    /// <summary>The modifier that says nothing.</summary>
    public const int NoModifier = -1;

    private readonly Dictionary<(uint Oid, int Modifier), ColumnType> _types = [];
    private readonly Dictionary<uint, DomainFacts> _domains = [];

    /// <summary>A domain, by its oid.</summary>
    public void AddDomain(uint oid, DomainFacts domain) => _domains[oid] = domain;

    /// <summary>The domain of that oid, or null.</summary>
    public DomainFacts? Domain(uint oid) => _domains.GetValueOrDefault(oid);

    /// <summary>The type, made with the text that <paramref name="sql"/> gives when it is new.</summary>
    public ColumnType Get<T>(uint oid, int modifier, T state, Func<T, string> sql)
    {
        if (!_types.TryGetValue((oid, modifier), out var type))
        {
            type = new ColumnType(oid, sql(state), Base(oid), Domain(oid)?.Representation) { MayHaveChanged = polled };
            _types.Add((oid, modifier), type);
        }

        return type;
    }

    /// <summary>The type without a modifier, or null when it was not met.</summary>
    public ColumnType? Find(uint oid) => _types.GetValueOrDefault((oid, NoModifier));

    /// <summary>The type below all domains. A domain can't be its own base: PostgreSQL makes it after its base.</summary>
    public uint Base(uint oid)
    {
        while (_domains.TryGetValue(oid, out var domain))
        {
            oid = domain.Base;
        }

        return oid;
    }
}
