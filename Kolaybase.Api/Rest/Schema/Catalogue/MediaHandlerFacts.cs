namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>A media handler while it is read.</summary>
/// <param name="MediaType">The type, in small letters.</param>
/// <param name="Function">The function.</param>
/// <param name="IsAggregate">Whether it is an aggregate.</param>
/// <param name="Of">Oid of its first argument's type; 0 without one.</param>
/// <param name="BaseOid">The type that the domain is over.</param>
internal sealed record MediaHandlerFacts(string MediaType, QualifiedName Function, bool IsAggregate, uint Of, uint BaseOid)
{
    /// <summary>The handler; none when it is an aggregate over something that is neither an exposed relation's row nor anything.</summary>
    public IEnumerable<MediaHandler> Resolve(Dictionary<uint, Relation> byRowType)
    {
        if (!IsAggregate || Of == TypeOids.AnyElement)
        {
            yield return new(MediaType, Function, IsAggregate, null, BaseOid);
        }
        else if (byRowType.TryGetValue(Of, out var relation))
        {
            yield return new(MediaType, Function, IsAggregate, relation, BaseOid);
        }
    }
}
