namespace Kolaybase.Api.Rest.Parsing;

/// <summary>One term of <c>order=</c>; what is null is left to PostgreSQL (ascending, nulls last when ascending).</summary>
internal sealed record OrderTerm<TField>(TField Field, OrderDirection? Direction = null, NullsOrder? Nulls = null);

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
