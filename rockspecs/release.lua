-- What a release says of where it comes from: the one place where a maintainer
-- writes it. `make dist` makes the rockspec beside this file of it.
--   homepage  the address of the project's page, or nil
--   archives  the address of the folder that lunette-VERSION.tar.gz is put
--             into; as it stands, the source rock has the archive in it and is
--             installed without any address
return {
  homepage = nil,
  archives = "file://.",
}
