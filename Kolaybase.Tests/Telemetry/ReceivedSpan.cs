namespace Kolaybase.Tests.Telemetry;

/// <summary>A span as it was exported over OTLP (opentelemetry/proto/trace/v1/trace.proto).</summary>
internal sealed record ReceivedSpan(string Service, string Source, string TraceId, string SpanId, string ParentId, string Name, int Kind, ulong Start, ulong End, Dictionary<string, string> Attributes)
{
    public const int Internal = 1, Server = 2, Client = 3, Producer = 4, Consumer = 5;

    public double Milliseconds => (End - Start) / 1e6;

    /// <summary>The spans of one export.</summary>
    public static IEnumerable<ReceivedSpan> Read(byte[] export) =>
        from resource in ProtobufField.Read(export)
        let service = resource.Fields.Where(f => f.Number == 1).SelectMany(f => f.Fields).Where(f => f.Number == 1).Select(Attribute).FirstOrDefault(a => a.Key == "service.name").Value
        from scope in resource.Fields.Where(f => f.Number == 2)
        let source = scope.Fields.Where(f => f.Number == 1).SelectMany(f => f.Fields).FirstOrDefault(f => f.Number == 1).Text
        from span in scope.Fields.Where(f => f.Number == 2)
        select From(service, source, span.Fields.ToList());

    private static ReceivedSpan From(string service, string source, List<ProtobufField> fields) => new(
        service,
        source,
        fields.First(f => f.Number == 1).Hex,
        fields.First(f => f.Number == 2).Hex,
        fields.FirstOrDefault(f => f.Number == 4).Hex,
        fields.First(f => f.Number == 5).Text,
        (int)fields.First(f => f.Number == 6).Varint,
        fields.First(f => f.Number == 7).Varint,
        fields.First(f => f.Number == 8).Varint,
        fields.Where(f => f.Number == 9).Select(Attribute).ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal));

    private static KeyValuePair<string, string> Attribute(ProtobufField field)
    {
        var value = field.Fields.First(f => f.Number == 2).Fields.FirstOrDefault();
        return KeyValuePair.Create(field.Fields.First(f => f.Number == 1).Text, value.Number == 1 ? value.Text : $"{value.Varint}");
    }
}
