namespace Kolaybase.Api.Rest.Parsing;

/// <summary>One term of <c>order=</c>; what is null is left to PostgreSQL (ascending, nulls last when ascending).</summary>
/// <param name="Field">The column.</param>
/// <param name="Embed">The to-one embed whose column it is, as in <c>order=client(name)</c>; null for a column of the rows themselves.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Nulls">Where nulls go.</param>
internal sealed record OrderTerm(FieldPath Field, string? Embed = null, OrderDirection? Direction = null, NullsOrder? Nulls = null);

/// <summary><c>.asc</c> or <c>.desc</c></summary>
internal enum OrderDirection
{
    Ascending,
    Descending,
}

/// <summary><c>.nullsfirst</c> or <c>.nullslast</c></summary>
internal enum NullsOrder
{
    First,
    Last,
}
