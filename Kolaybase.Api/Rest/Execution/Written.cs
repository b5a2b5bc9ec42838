using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>What a write has done, after its commit.</summary>
/// <param name="Rows">How many rows it wrote, or how many it hands back.</param>
/// <param name="Inserted">Whether any of them is new; only known of an upsert.</param>
/// <param name="Key">The key's values when it was exactly one row and they were asked for; a value may be null.</param>
internal sealed record Written(long Rows, bool Inserted, ImmutableArray<string?> Key);
