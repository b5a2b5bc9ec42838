using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Planning;
using Npgsql;

namespace Kolaybase.Api.Rest.Formats;

/// <summary>Writes rows of one value: an array of the values, or the first one alone.</summary>
internal sealed class JsonValuesWriter(JsonForm form, bool single) : IRowsWriter
{
    private readonly ValueWriter _value = new();
    private JsonForm _form;

    public void Begin(ByteBuffer output) => output.Append(single ? ""u8 : "["u8);

    public void Write(NpgsqlDataReader reader, long index, ByteBuffer output)
    {
        if (single && index > 0)
        {
            return;
        }

        output.Append(index == 0 ? ""u8 : ","u8);
        _value.WriteOrNull(reader, 0, index == 0 ? _form = JsonForms.Actual(form, reader.GetDataTypeOID(0)) : _form, output);
    }

    public void End(long rows, ByteBuffer output) => output.Append(!single ? "]"u8 : rows == 0 ? "null"u8 : ""u8);

    public void Dispose() => _value.Dispose();
}
