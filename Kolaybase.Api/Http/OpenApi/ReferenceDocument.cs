using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kolaybase.Api.Http.OpenApi;

/// <summary>The document's bytes: routes do not change while the process runs, so it is written once, when first asked for.</summary>
internal sealed class ReferenceDocument([FromKeyedServices(ReferenceApi.DocumentName)] IOpenApiDocumentProvider provider)
{
    private Task<byte[]>? _bytes;

    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        // Two first readers may both write it; the results are the same.
        var bytes = _bytes is { IsCompletedSuccessfully: true } done ? done : _bytes = WriteAsync();
        return await bytes.WaitAsync(cancellationToken);
    }

    private async Task<byte[]> WriteAsync()
    {
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        using var stream = new MemoryStream();
        await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        return stream.ToArray();
    }
}
