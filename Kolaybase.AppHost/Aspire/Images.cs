namespace Kolaybase.AppHost;

/// <summary>Tags of all container images of the model, each pinned to a patch version.</summary>
internal static class Images
{
    public const string Postgres = "18.3";

    public const string Redis = "8.6.0";

    public const string Keycloak = "26.7.3";

    /// <summary>MinIO is archived upstream: this is its last open release. Any other S3 does as well (docs/object-stores.md).</summary>
    public const string Minio = "RELEASE.2025-09-07T16-13-09Z";

    public const string Mailpit = "v1.27.11";
}
