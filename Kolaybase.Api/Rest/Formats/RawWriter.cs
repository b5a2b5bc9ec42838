using Kolaybase.Api.Rest.Execution;
using Npgsql;

namespace Kolaybase.Api.Rest.Formats;

/// <summary>Copies the first row's only value, a text or bytes, as it is; null is nothing.</summary>
internal sealed class RawWriter : IRowsWriter
{
    public void Begin(ByteBuffer output)
    {
        // Nothing stands before it.
    }

    public void Write(NpgsqlDataReader reader, long index, ByteBuffer output)
    {
        if (index == 0 && !reader.IsDBNull(0))
        {
            ValueWriter.Copy(reader, 0, output);
        }
    }

    public void End(long rows, ByteBuffer output)
    {
        // Nothing stands behind it.
    }

    public void Dispose()
    {
        // It holds nothing.
    }
}
