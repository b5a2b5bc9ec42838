using System.Collections.Immutable;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Formats;

/// <summary>Which writer writes which format.</summary>
internal static class RowsWriters
{
    /// <summary>A writer for one answer.</summary>
    /// <param name="format">The format.</param>
    /// <param name="output">What each row shows; for values its only item.</param>
    public static IRowsWriter Create(AnswerFormat format, ImmutableArray<OutputItem> output) => format.Kind switch
    {
        FormatKind.Array => new JsonArrayWriter(output, format.StripNulls),
        FormatKind.Object or FormatKind.FirstRow => new JsonObjectWriter(output, format.StripNulls),
        FormatKind.Values => new JsonValuesWriter(output[0].Form, single: false),
        FormatKind.Value => new JsonValuesWriter(output[0].Form, single: true),
        FormatKind.Csv => new CsvWriter(output),
        FormatKind.Made or FormatKind.GeoJson => new MadeWriter(),
        _ => new RawWriter(),
    };
}
