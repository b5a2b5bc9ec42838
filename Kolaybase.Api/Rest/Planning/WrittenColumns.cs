using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>Which columns of written rows a plan looks at: what <c>RETURNING</c> has to hand on, and no more, since a caller may not be allowed to read the rest.</summary>
internal static class WrittenColumns
{
    /// <summary>Whether functions over the row are among what is shown: they take the row as one value.</summary>
    public static bool NeedsWholeRow(RowsPlan rows) =>
        rows.Embeds.Any(e => e.Relationship.Function is not null) || Columns(rows).Any(column => column.ComputedBy is not null);

    /// <summary>Whether the rows are columns in any order and nothing else, which <c>RETURNING</c> itself can write.</summary>
    public static bool ArePlain(RowsPlan rows) => rows.Embeds.IsEmpty && rows.Order.IsEmpty && rows.Output.All(item => item is OutputColumn);

    /// <summary>The columns, each once, in the table's order.</summary>
    /// <param name="relation">What was written to.</param>
    /// <param name="rows">What is shown of it.</param>
    public static IEnumerable<Column> Of(Relation relation, RowsPlan rows)
    {
        var names = Columns(rows)
            .Concat(rows.Embeds.SelectMany(e => e.Relationship.Junction is { } junction ? junction.SourceColumns : e.Relationship.Columns).Select(pair => pair.Left))
            .Select(c => c.Name)
            .ToHashSet(StringComparer.Ordinal);
        return relation.Columns.Where(c => names.Contains(c.Name));
    }

    private static IEnumerable<Column> Columns(RowsPlan rows) =>
        rows.Output.Select(Column).OfType<Column>().Concat(rows.Order.Where(term => term.Embed is null).Select(term => term.Field.Column));

    private static Column? Column(OutputItem? item) => item switch
    {
        OutputColumn column => column.Field.Column,
        OutputAggregate { Of: { } of } => Column(of),
        _ => null,
    };
}
