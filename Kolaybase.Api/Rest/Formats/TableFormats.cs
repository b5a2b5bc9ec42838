using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Formats;

/// <summary>Which format the rows of a table are answered in.</summary>
internal static class TableFormats
{
    private const string GeoJson = "application/geo+json";

    /// <summary>The most wanted of those that are made here.</summary>
    /// <exception cref="Http.ApiException">406 <c>PGRST107</c>: none can.</exception>
    public static AnswerFormat Pick(HttpRequest request) => Make(Negotiation.Pick(request, type => Make(type) is not null))!;

    /// <summary>The most wanted of those that are made here or by the project's own media handlers, which come first.</summary>
    /// <param name="request">The request.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="handlers">All handlers of the project.</param>
    /// <exception cref="Http.ApiException">406 <c>PGRST107</c>: none can.</exception>
    public static AnswerFormat Pick(HttpRequest request, RowsPlan rows, IReadOnlyCollection<MediaHandler> handlers) =>
        handlers.Count == 0 ? Pick(request) : Make(Negotiation.Pick(request, type => Make(type, rows, handlers) is not null), rows, handlers)!;

    private static AnswerFormat? Make(MediaType type, RowsPlan rows, IReadOnlyCollection<MediaHandler> handlers) => Own(type, rows, handlers) ?? Make(type);

    /// <summary>What the project's own handlers make of rows; null when it is not that type.</summary>
    public static AnswerFormat? Own(MediaType type, RowsPlan rows, IReadOnlyCollection<MediaHandler> handlers)
    {
        if (handlers.Count == 0 || type.Kind is MediaKind.Object || type.NullsStripped)
        {
            // Those two have parameters of their own that no handler knows.
            return null;
        }

        // A handler of a table takes its rows whole.
        var relation = WholeRow(rows);
        var maker = handlers.FirstOrDefault(h => h.IsAggregate && h.Relation is not null && ReferenceEquals(h.Relation, relation) && h.MediaType is var made && (made == MediaType.Any.Name || made == type.Name))
            ?? handlers.FirstOrDefault(h => h.IsAggregate && h.Relation is null && h.MediaType == type.Name);
        if (maker is not null)
        {
            // Which type a handler of any makes, it says itself in response.headers.
            return new(FormatKind.Made, maker.MediaType == MediaType.Any.Name ? "application/octet-stream" : type.ContentType, Maker: maker);
        }

        return type.Kind == MediaKind.GeoJson && handlers.FirstOrDefault(h => !h.IsAggregate && h is { MediaType: GeoJson, Function.Name: "st_asgeojson" }) is { } feature
            ? new(FormatKind.GeoJson, type.ContentType, Maker: feature)
            : null;
    }

    /// <summary>The relation whose rows are shown as they are; null when something else is selected.</summary>
    private static Relation? WholeRow(RowsPlan rows) =>
        rows.Source.Relation is { } relation && rows.Embeds.IsEmpty && rows.Output.Length == relation.Columns.Length
        && rows.Output.Zip(relation.Columns).All(pair => pair.First is OutputColumn { Cast: null, Field.Path: [] } column && ReferenceEquals(column.Field.Column, pair.Second) && column.Key == pair.Second.Name)
            ? relation
            : null;

    private static AnswerFormat? Make(MediaType type) => type.Kind switch
    {
        MediaKind.Any => AnswerFormat.Array,
        MediaKind.Json => type.NullsStripped ? AnswerFormat.StrippedArray : AnswerFormat.Array,
        MediaKind.Object => type.NullsStripped ? AnswerFormat.StrippedObject : AnswerFormat.Object,
        MediaKind.Csv => AnswerFormat.Csv,
        _ => null,
    };
}
