using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Kolaybase.Tests.ControlPlane.Objects.Support;

namespace Kolaybase.Tests.Replicas;

/// <summary>A resumable upload belongs to no replica: each may get the next piece.</summary>
[Collection(ReplicaStack.Collection)]
public sealed class SharedUploadsTests(ReplicaStack stack)
{
    /// <summary>Too little for a part (1 MiB): every other piece completes one that the other replica has begun.</summary>
    private const int Piece = 700_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_that_is_begun_on_one_goes_on_on_the_other_and_is_read_from_both()
    {
        var (project, bytes, location) = await BeginAsync(7 * Piece + 11);
        for (var (offset, turn) = (0, 1); offset < bytes.Length; offset += Piece, turn++)
        {
            // Each finds what the other has got.
            Assert.Equal(offset, await OffsetAsync(stack.Apis[turn % 2], project, location));
            Assert.Equal(HttpStatusCode.NoContent, await PatchAsync(stack.Apis[turn % 2], project, location, offset, bytes));
        }

        await IsStoredAsync(project, bytes);
    }

    [Fact]
    public async Task Of_two_that_get_the_same_piece_at_once_one_at_most_takes_it()
    {
        var (project, bytes, location) = await BeginAsync(5 * Piece);
        var offset = 0;
        // Rounds in which each has ended the other are rare.
        for (var round = 0; offset < bytes.Length; round++)
        {
            Assert.True(round < 100, "nothing is taken");
            var answers = await Task.WhenAll(stack.Apis.Select(api => PatchAsync(api, project, location, offset, bytes)));
            Assert.True(answers.Count(a => a == HttpStatusCode.NoContent) <= 1, string.Join(", ", answers));
            // The later request ends the earlier one, which may have been the only one to write; or it is late, and the upload is finished and gone.
            Assert.All(answers, a => Assert.Contains(a, new[] { HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.Locked, HttpStatusCode.NotFound }));
            offset = answers.Contains(HttpStatusCode.NoContent) ? offset + Piece : (int)await OffsetAsync(stack.Apis[0], project, location);
        }

        await IsStoredAsync(project, bytes);
    }

    private async Task<(LedgerProject Project, byte[] Bytes, string Location)> BeginAsync(int length)
    {
        var project = await stack.ProjectAsync();
        using (var bucket = await SendAsync(stack.Apis[0], project, HttpMethod.Post, $"/api/projects/{project.Id}/storage/buckets", JsonContent.Create(new { name = "b" })))
        {
            Assert.Equal(HttpStatusCode.Created, bucket.StatusCode);
        }

        using var begun = await SendAsync(
            stack.Apis[0],
            project,
            HttpMethod.Post,
            $"/api/projects/{project.Id}/storage/uploads",
            null,
            ("Upload-Length", length.ToString(CultureInfo.InvariantCulture)),
            ("Upload-Metadata", $"bucket {Base64("b")},path {Base64("big")}"));
        Assert.Equal(HttpStatusCode.Created, begun.StatusCode);
        return (project, TestBytes.Random(length), begun.Headers.Location!.ToString());
    }

    private async Task IsStoredAsync(LedgerProject project, byte[] bytes)
    {
        foreach (var api in stack.Apis)
        {
            using var answer = await SendAsync(api, project, HttpMethod.Get, $"/api/projects/{project.Id}/storage/buckets/b/objects/download?path=big", null);
            var back = await answer.Content.ReadAsByteArrayAsync(Cancel);
            Assert.True(bytes.AsSpan().SequenceEqual(back), $"{answer.StatusCode}: not what was sent");
        }
    }

    private static async Task<long> OffsetAsync(HttpClient api, LedgerProject project, string location)
    {
        using var answer = await SendAsync(api, project, HttpMethod.Head, location, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
    }

    private static async Task<HttpStatusCode> PatchAsync(HttpClient api, LedgerProject project, string location, int offset, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes, offset, Math.Min(Piece, bytes.Length - offset));
        content.Headers.ContentType = new("application/offset+octet-stream");
        using var answer = await SendAsync(api, project, HttpMethod.Patch, location, content, ("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture)));
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient api, LedgerProject project, HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(api.BaseAddress!, new Uri(path, UriKind.RelativeOrAbsolute).IsAbsoluteUri ? new Uri(path).PathAndQuery : path)) { Content = content };
        request.Headers.Add("apikey", project.ServiceKey);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await api.SendAsync(request, Cancel);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
