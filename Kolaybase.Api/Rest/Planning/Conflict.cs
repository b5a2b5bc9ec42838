using System.Collections.Immutable;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>What becomes of a new row whose key is there already.</summary>
/// <param name="Columns">The key: a primary key, or the columns of <c>on_conflict</c>, on which PostgreSQL wants a unique constraint.</param>
/// <param name="Merge">Whether it replaces the values of the old one; else it is left out.</param>
internal sealed record Conflict(ImmutableArray<Column> Columns, bool Merge);
