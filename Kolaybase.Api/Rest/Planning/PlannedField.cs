using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>What a filter, an order or an item of the answer is about, with its name resolved.</summary>
internal abstract record PlannedField;

/// <summary>A column or computed field of the rows, or a place inside its JSON.</summary>
/// <param name="Column">The column.</param>
/// <param name="Path">Arrows behind it; empty for the column itself.</param>
internal sealed record ColumnField(Column Column, ImmutableArray<JsonStep> Path) : PlannedField
{
    /// <summary>How its value gets into JSON.</summary>
    public JsonForm Form => Path switch
    {
        [] when Column.Type.Representation?.ToJson is not null => JsonForm.Json,
        [.., { AsText: true }] => JsonForm.Text,
        _ when Column.Type.MayHaveChanged => JsonForm.ToJson,
        [] => JsonForms.Of(Column.Type.BaseOid),
        _ => IsJson ? JsonForms.Of(Column.Type.BaseOid) : JsonForm.Jsonb,
    };

    /// <summary>Whether arrows apply to it as it is; any other type is turned into <c>jsonb</c> first.</summary>
    public bool IsJson => Column.Type.BaseOid is TypeOids.Json or TypeOids.Jsonb;
}

/// <summary>An embed, in <c>posts=is.null</c>: whether there are related rows at all.</summary>
internal sealed record EmbedField(Embed Embed) : PlannedField;

/// <summary>A term of an order.</summary>
/// <param name="Field">By what.</param>
/// <param name="Embed">The to-one embed whose row the field is of; null for the rows themselves.</param>
/// <param name="Direction">Which way; null is PostgreSQL's default.</param>
/// <param name="Nulls">Where nulls go; null is PostgreSQL's default.</param>
internal sealed record PlannedOrder(ColumnField Field, Embed? Embed, OrderDirection? Direction, NullsOrder? Nulls);
