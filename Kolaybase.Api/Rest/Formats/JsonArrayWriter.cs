using System.Collections.Immutable;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Planning;
using Npgsql;

namespace Kolaybase.Api.Rest.Formats;

/// <summary>Writes an array of objects.</summary>
internal sealed class JsonArrayWriter(ImmutableArray<OutputItem> items, bool stripNulls) : IRowsWriter
{
    private readonly RowWriter _rows = new(items, stripNulls);

    public void Begin(ByteBuffer output) => output.Append("["u8);

    public void Write(NpgsqlDataReader reader, long index, ByteBuffer output)
    {
        if (index > 0)
        {
            output.Append(","u8);
        }

        _rows.Write(reader, output);
    }

    public void End(long rows, ByteBuffer output) => output.Append("]"u8);

    public void Dispose() => _rows.Dispose();
}
