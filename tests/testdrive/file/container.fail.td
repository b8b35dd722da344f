$ file-append path=a container=fivetran
x
