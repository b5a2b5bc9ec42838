using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Workers.Mail.Smtp;

/// <summary>A certificate of a mail server on loopback and its key, as files that a server reads.</summary>
internal sealed record TestCertificate(string CertificateFile, string KeyFile)
{
    /// <summary>Signs itself, for the name <c>localhost</c> only.</summary>
    public static TestCertificate SelfSigned(TemporaryFolder folder, TimeSpan? age = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = NewRequest(key);
        var now = TimeProvider.System.GetUtcNow() - (age ?? TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(now - TimeSpan.FromHours(1), now + TimeSpan.FromHours(1));
        return Write(folder, certificate, key);
    }

    /// <summary>Signed by an authority that nobody knows, and names an address at which its issuer's certificate, its list of revoked ones and an answer about it are to be had.</summary>
    public static TestCertificate NamingAddress(TemporaryFolder folder, string url)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Somebody", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var authority = authorityRequest.CreateSelfSigned(now - TimeSpan.FromHours(1), now + TimeSpan.FromHours(2));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = NewRequest(key);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([$"{url}/ocsp"], [$"{url}/issuer.crt"]));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"{url}/revoked.crl"]));
        using var certificate = request.Create(authority, now - TimeSpan.FromHours(1), now + TimeSpan.FromHours(1), [1, 2, 3, 4]);
        return Write(folder, certificate, key);
    }

    private static CertificateRequest NewRequest(ECDsa key)
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        return request;
    }

    private static TestCertificate Write(TemporaryFolder folder, X509Certificate2 certificate, ECDsa key)
    {
        var files = new TestCertificate(folder.Combine("server.crt"), folder.Combine("server.key"));
        File.WriteAllText(files.CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(files.KeyFile, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
