using System.Collections.Immutable;
using System.Text;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Planning;
using Npgsql;

namespace Kolaybase.Api.Rest.Formats;

/// <summary>
/// Writes lines of CSV. Each row comes as PostgreSQL writes a row's text (8.16.6) without its brackets, which is CSV but
/// for backslashes: those stand twice there, and once here.
/// </summary>
internal sealed class CsvWriter(ImmutableArray<OutputItem> items) : IRowsWriter
{
    private readonly ByteBuffer _line = new(1024);

    public void Begin(ByteBuffer output)
    {
        output.Append(Encoding.UTF8.GetBytes(string.Join(',', items.Select(item => Field(item.Key)))));
        output.Append("\n"u8);
    }

    public void Write(NpgsqlDataReader reader, long index, ByteBuffer output)
    {
        output.Append(index == 0 ? ""u8 : "\n"u8);
        _line.Clear();
        ValueWriter.Copy(reader, 0, _line);
        var rest = _line.Written.Span;
        while (rest.IndexOf((byte)'\\') is var at && at >= 0)
        {
            output.Append(rest[..(at + 1)]);
            rest = rest[(at + 2)..];
        }

        output.Append(rest);
    }

    public void End(long rows, ByteBuffer output)
    {
        // The last line has no line break, as in PostgREST.
    }

    public void Dispose() => _line.Dispose();

    private static string Field(string key) =>
        key.AsSpan().IndexOfAny(",\"\r\n") < 0 ? key : $"\"{key.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
