namespace Kolaybase.Api.Rest.Schema;

/// <summary>A function of the project's own that makes an answer of some media type: it returns a domain named like that type (PostgREST, "Media Type Handlers").</summary>
/// <param name="MediaType">The type, in small letters; <c>*/*</c> for any.</param>
/// <param name="Function">The aggregate over rows, or the function called by <c>/rpc</c>.</param>
/// <param name="IsAggregate">Whether it is an aggregate.</param>
/// <param name="Relation">The relation whose rows the aggregate takes; null when it takes any (<c>anyelement</c>), and for a function.</param>
/// <param name="BaseOid">The type that the domain is over.</param>
internal sealed record MediaHandler(string MediaType, QualifiedName Function, bool IsAggregate, Relation? Relation, uint BaseOid);
