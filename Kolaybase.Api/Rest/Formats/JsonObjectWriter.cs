using System.Collections.Immutable;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Planning;
using Npgsql;

namespace Kolaybase.Api.Rest.Formats;

/// <summary>Writes the first row as an object, or null. Whether there may be others is decided elsewhere.</summary>
internal sealed class JsonObjectWriter(ImmutableArray<OutputItem> items, bool stripNulls) : IRowsWriter
{
    private readonly RowWriter _rows = new(items, stripNulls);

    public void Begin(ByteBuffer output)
    {
        // Nothing stands before an object.
    }

    public void Write(NpgsqlDataReader reader, long index, ByteBuffer output)
    {
        if (index == 0)
        {
            _rows.Write(reader, output);
        }
    }

    public void End(long rows, ByteBuffer output)
    {
        if (rows == 0)
        {
            output.Append("null"u8);
        }
    }

    public void Dispose() => _rows.Dispose();
}
