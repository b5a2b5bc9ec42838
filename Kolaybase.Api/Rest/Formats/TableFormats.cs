using Kolaybase.Api.Rest.MediaTypes;

namespace Kolaybase.Api.Rest.Formats;

/// <summary>Which format the rows of a table are answered in.</summary>
internal static class TableFormats
{
    /// <summary>The most wanted of those that can be made.</summary>
    /// <exception cref="Http.ApiException">406 <c>PGRST107</c>: none can.</exception>
    public static AnswerFormat Pick(HttpRequest request) => Make(Negotiation.Pick(request, type => Make(type) is not null))!;

    private static AnswerFormat? Make(MediaType type) => type.Kind switch
    {
        MediaKind.Any => AnswerFormat.Array,
        MediaKind.Json => type.NullsStripped ? AnswerFormat.StrippedArray : AnswerFormat.Array,
        MediaKind.Object => type.NullsStripped ? AnswerFormat.StrippedObject : AnswerFormat.Object,
        MediaKind.Csv => AnswerFormat.Csv,
        _ => null,
    };
}
