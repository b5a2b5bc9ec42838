using System.Collections.Immutable;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>Which of the wanted forms a function's result can have.</summary>
internal static class CallFormats
{
    /// <summary>The most wanted one that can be made.</summary>
    /// <param name="result">What the function returns.</param>
    /// <param name="wanted">What is wanted, the most wanted first.</param>
    /// <param name="rows">What is shown of it.</param>
    /// <param name="handlers">All handlers of the project.</param>
    /// <exception cref="Http.ApiException">406 <c>PGRST107</c>: none can.</exception>
    public static AnswerFormat Pick(RoutineResult result, ImmutableArray<MediaType> wanted, RowsPlan rows, IReadOnlyCollection<MediaHandler> handlers)
    {
        var own = result is { Kind: RoutineResultKind.Scalar, IsSet: false } ? DomainMediaType.Of(result.Type) : null;
        foreach (var type in wanted)
        {
            var handled = result.Kind == RoutineResultKind.Row ? TableFormats.Own(type, rows, handlers) : null;
            if ((handled ?? Make(result, type, own)) is { } format)
            {
                return format;
            }
        }

        throw RestErrors.NotAcceptable(wanted);
    }

    /// <summary>The value whose bytes are the answer: text and bytes come as they are, everything else as its text.</summary>
    public static OutputItem Raw(OutputItem item) => item is OutputColumn { Cast: null, Field: { Path: [], Column.Type.BaseOid: var type } } column
        && !TypeOids.IsTextOrBytes(type)
            ? column with { Cast = CastType.Resolve("text", "public") }
            : item;

    /// <param name="result">What the function returns.</param>
    /// <param name="type">What is wanted.</param>
    /// <param name="own">The media type that its result is by its domain's name; null for other results.</param>
    private static AnswerFormat? Make(RoutineResult result, MediaType type, string? own)
    {
        if (own == MediaType.Any.Name)
        {
            // Which one it is says the function itself, in response.headers.
            return new(FormatKind.Raw, "application/octet-stream");
        }

        if (own == type.Name)
        {
            return new(FormatKind.Raw, type.ContentType);
        }

        return type.Kind switch
        {
            MediaKind.Any => new(Kind(result), MediaType.Json.ContentType),
            MediaKind.Json => new(Kind(result), type.ContentType, type.NullsStripped),
            MediaKind.Object => GivesValues(result)
                ? new(FormatKind.Value, type.ContentType, type.NullsStripped, OneRow: true)
                : new(FormatKind.Object, type.ContentType, type.NullsStripped),
            MediaKind.Csv => AnswerFormat.Csv,
            MediaKind.Text when IsSingleOf(result, TypeOids.Text, TypeOids.VarChar, TypeOids.BpChar, TypeOids.Name) => new(FormatKind.Raw, type.ContentType),
            MediaKind.Xml when IsSingleOf(result, TypeOids.Xml) => new(FormatKind.Raw, type.ContentType),
            MediaKind.Octets when IsSingleOf(result, TypeOids.Bytea, TypeOids.Text) => new(FormatKind.Raw, type.ContentType),
            _ => null,
        };
    }

    private static FormatKind Kind(RoutineResult result) => (GivesValues(result), result.IsSet) switch
    {
        (true, true) => FormatKind.Values,
        (true, false) => FormatKind.Value,
        (false, true) => FormatKind.Array,
        _ => FormatKind.FirstRow,
    };

    private static bool GivesValues(RoutineResult result) => result.Kind is RoutineResultKind.Scalar or RoutineResultKind.Record;

    private static bool IsSingleOf(RoutineResult result, params ReadOnlySpan<uint> types) =>
        result is { Kind: RoutineResultKind.Scalar, IsSet: false } && types.Contains(result.Type.BaseOid);
}
