using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>Where an upload is to go.</summary>
/// <param name="Caller">Who uploads; policies bind him unless he is the service key, a member, or the bearer of an address that one of them signed.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Path">The path, see <see cref="ObjectPath"/>.</param>
/// <param name="Upsert">Whether it may replace what is there.</param>
/// <param name="Owner">The end user whose object it is; null for nobody.</param>
internal sealed record UploadTarget(ProjectCaller Caller, string Bucket, string Path, bool Upsert, Guid? Owner);
