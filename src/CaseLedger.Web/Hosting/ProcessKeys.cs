using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace CaseLedger.Web.Hosting;

/// <summary>
/// Keeps the framework's data protection keys in memory. Nothing that outlives the process is protected by them (there
/// are no cookies, only tokens), and otherwise they would be written unencrypted into the home of whoever starts it.
/// </summary>
internal sealed class ProcessKeys : IXmlRepository
{
    private readonly ConcurrentQueue<XElement> _keys = new();

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. _keys];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => _keys.Enqueue(element);

    /// <summary>Registers them.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddDataProtection();
        services.Configure<KeyManagementOptions>(keys =>
        {
            keys.XmlRepository = new ProcessKeys();
            keys.XmlEncryptor = new NullXmlEncryptor();
        });
    }
}
