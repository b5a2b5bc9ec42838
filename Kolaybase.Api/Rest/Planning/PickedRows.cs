using System.Collections.Immutable;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>The rows that a limited change is about.</summary>
/// <param name="Rows">How they are found: filters, order, limit and offset; nothing is shown of them.</param>
/// <param name="Key">By what the change knows them again; empty means by their place in the table, for a table without a key.</param>
internal sealed record PickedRows(RowsPlan Rows, ImmutableArray<Column> Key);
